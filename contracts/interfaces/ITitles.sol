// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {IRights} from "./IRights.sol";
import {ISecurityInterests} from "./ISecurityInterests.sol";

/// @title Titles 权属: who holds a right, and its division into two
/// @notice Title moves only by the act of the authority that confirmed the right; no default, no judgment and no contract moves it by
/// itself (Civil Code art. 428: no forfeiture). Encumbrances travel with the units, with their priority.
interface ITitles {
    enum Cause {
        NONE,
        /// 转让 by agreement
        TRANSFER,
        /// 合并、分立: to a successor of the holder
        SUCCESSION,
        /// 处置: to the buyer of a disposal in enforcement
        DISPOSAL,
        /// 协助执行 of a court's order
        COURT_ORDER,
        /// 分割: the holder stays
        SPLIT
    }

    struct Conveyance {
        Cause cause;
        /// the new holder; of a split, the present one
        PartyId to;
        /// of a disposal, its registry sequence; else 0
        uint64 disposal;
        /// salted digest of the approval by the authority that granted the right; mandatory where the type is bound to it
        bytes32 approvalDigest;
        /// salted digest of the agreement, order or certificate
        bytes32 evidence;
    }

    /// @notice An interest on the units that move, with its agent's consent where the cause is TRANSFER: a checker of the agent signs
    /// act "TransferConsent" on the interest's word with details keccak256(abi.encode(right, conveyance, part)), part empty for the
    /// whole.
    struct Follower {
        InterestId interest;
        ISecurityInterests.InterestHead head;
        Approval consent;
    }

    /// @notice The whole right has another holder. Indexed: the right, and the new holder.
    event RightTransferred(
        RightId indexed right,
        PartyId indexed to,
        uint64 sequence,
        uint40 time,
        uint32 authority,
        bytes32 stateHash,
        PartyId from,
        Conveyance conveyance
    );
    /// @notice The units `part` are a right of their own, which starts with this very log. Its line is the parts put together in order;
    /// it has their overlays with their priorities. `stateHash` is of the right that was divided, which keeps those places as MOVED.
    event RightDivided(
        RightId indexed right,
        RightId indexed child,
        uint64 sequence,
        uint40 time,
        uint32 authority,
        bytes32 stateHash,
        bytes32 childStateHash,
        PartyId from,
        Conveyance conveyance,
        Interval[] part,
        string certificateNumber
    );

    error InvalidCause(Cause cause);
    /// @notice A transfer goes to another party, a split stays with the holder.
    error InvalidRecipient(PartyId to);
    /// @notice The type's transfers need the approval of the authority that granted the right.
    error ApprovalRequired(bytes8 typeCode);
    /// @notice The party is not a successor of the holder.
    error NotSuccessor(PartyId holder, PartyId to);
    /// @notice The disposal sold to another party, or there is no such disposal.
    error NotBuyer(uint64 disposal, PartyId to);
    /// @notice The unit `unit` is not among those that the disposal sold.
    error NotSold(RightId right, uint64 disposal, uint256 unit);
    /// @notice The part is all that is left on the line: that is a transfer, not a division.
    error NothingLeft(RightId right);
    /// @notice The unit `unit` is under the overlay `ref` of the kind `kind` that keeps it from moving.
    error UnitsBound(RightId right, uint256 unit, uint8 kind, uint64 ref);
    /// @notice The interest `ref` lies on units that move and was not handed in.
    error InterestMissing(RightId right, uint64 ref);
    /// @notice At most {MAX_FOLLOWERS} interests, each once, ascending, each on units that move.
    error InvalidFollower(uint256 index);

    /// @notice Moves the whole right. A maker of the authority that confirmed it.
    /// TRANSFER: no restriction in force, validity not over, approval where the type demands it, consent of every interest's agent.
    /// SUCCESSION and COURT_ORDER: encumbrances stay as they are, nobody is asked. DISPOSAL: every unit on the line was sold by it.
    /// TRANSFER and COURT_ORDER go to nobody who has ended, else {IParties-PartyEnded}; SUCCESSION and DISPOSAL to a direct successor and
    /// to the buyer even then.
    function transfer(
        RightId right,
        IRights.RightHead calldata head,
        Conveyance calldata conveyance,
        Follower[] calldata followers
    ) external returns (uint64 sequence);

    /// @notice Divides `part` off as a right of its own, for the same holder (SPLIT) or another. Rules as {transfer}; the interests on
    /// the part must be handed in whatever the cause, since they follow.
    function divide(
        RightId right,
        IRights.RightHead calldata head,
        Interval[] calldata part,
        string calldata certificateNumber,
        Conveyance calldata conveyance,
        Follower[] calldata followers
    ) external returns (RightId child, uint64 sequence);
}
