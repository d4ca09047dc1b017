// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {PartyId, RightId} from "../types/Ids.sol";
import {Head} from "../types/Subjects.sol";
import {IRights} from "./IRights.sol";
import {ITitles} from "./ITitles.sol";

/// @title Divisions 分割: part of a right becomes a right of its own, for the same holder or another
/// @notice What becomes of title, see {ITitles}; its rules and errors hold here too. The new right stands for itself: its journal begins
/// with the log of the division, which says all that a registration would say.
///
/// Assumptions. The authority answers for the particulars, serial numbers included: that they are those of the part is compared off chain.
interface IDivisions {
    /// @notice What the authority confirms of the new right beside what follows from the division; fields as in {IRights-Registration}.
    struct Particulars {
        string certificateNumber;
        uint16 vintage;
        string region;
        IRights.ReferencePrice referencePrice;
        /// the serial numbers of the part, in its order; exactly its quantity, or none
        IRights.SerialBlock[] serialBlocks;
        IRights.Evidence[] evidence;
    }

    /// @notice The units `part` are a right of their own, which starts with this very log. Its line is the parts put together in order;
    /// it has their overlays with their priorities. `stateHash` is of the right that was divided, which keeps those places as MOVED;
    /// `childStateHash` is of the new right, whose `state` and `extension` (see {States}) are here in full.
    event RightDivided(
        RightId indexed right,
        RightId indexed child,
        uint64 sequence,
        uint40 time,
        uint32 authority,
        bytes32 stateHash,
        bytes32 childStateHash,
        PartyId from,
        ITitles.Conveyance conveyance,
        Interval[] part,
        Particulars particulars,
        IRights.RightState state,
        bytes extension
    );

    /// @notice Divides `part` off as a right of its own, for the same holder (SPLIT) or another. Rules as {ITitles-transfer}; the interests
    /// on the part must be handed in for every cause, since they follow. A maker of the authority that confirmed the right.
    function divide(
        RightId right,
        Head calldata head,
        Interval[] calldata part,
        Particulars calldata particulars,
        ITitles.Conveyance calldata conveyance,
        ITitles.Follower[] calldata followers
    ) external returns (RightId child, uint64 sequence);
}
