// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Approval} from "../types/Approval.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";

/// @title Titles 权属: who holds a right
/// @notice Title moves only by the act of the authority that confirmed the right; no default, no judgment and no contract moves it by
/// itself (Civil Code art. 428: no forfeiture). Encumbrances travel with the units, with their priority.
///
/// Assumptions. The authority moves title only where it should; the registry checks what binds the units, who agreed, and who bought or
/// succeeded, which are facts. Parties that the holder ended into are as {IParties} has them.
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
        Head head;
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
    /// SUCCESSION and COURT_ORDER: encumbrances stay as they are, no consent is needed. DISPOSAL: every unit on the line was sold by it.
    /// TRANSFER and COURT_ORDER never go to a party that has ended, else {IParties-PartyEnded}; SUCCESSION and DISPOSAL to a direct
    /// successor and to the buyer even then.
    function transfer(
        RightId right,
        Head calldata head,
        Conveyance calldata conveyance,
        Follower[] calldata followers
    ) external returns (uint64 sequence);
}
